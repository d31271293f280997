package main

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"slices"
	"strings"
	"time"
)

// tlsConfig returns the TLS configuration, or nil if TLS is disabled. If it creates the
// certificate, it also returns its CA as PEM.
func (s *settings) tlsConfig() (config *tls.Config, ca []byte, err error) {
	switch {
	case s.certFile != "":
		pair, err := tls.LoadX509KeyPair(s.certFile, s.keyFile)
		if err != nil {
			return nil, nil, badUsage("--cert %s and --key %s cannot be used: %w", s.certFile, s.keyFile, err)
		}
		return &tls.Config{Certificates: []tls.Certificate{pair}}, nil, nil
	case s.tls:
		authority, err := newAuthority(time.Now())
		if err != nil {
			return nil, nil, fmt.Errorf("cannot create a certificate: %w", err)
		}
		return s.createdCertificate(authority), authority.pem(), nil
	}
	return nil, nil, nil
}

// createdCertificate returns a configuration with certificates, signed by the authority, for
// the names of this server.
func (s *settings) createdCertificate(authority *authority) *tls.Config {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if hostname, err := os.Hostname(); err == nil && hostname != "" {
		names = append(names, hostname) // the name by which other containers reach this one
	}
	for _, a := range append(s.addrs.all, s.adminAddr) {
		if host := a.host(); host != "" && !slices.Contains(names, host) {
			names = append(names, host)
		}
	}
	return &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		requested := strings.ToLower(strings.TrimSuffix(hello.ServerName, "."))
		if !isEndpoint(requested) {
			return authority.certificate(names)
		}
		return authority.certificate(append(names[:len(names):len(names)], requested))
	}}
}

// isEndpoint reports whether a name is an endpoint of App Mesh in a region of any partition.
// A wildcard certificate cannot cover these names, because the region is in the middle.
// Therefore each requested name gets its own certificate.
func isEndpoint(name string) bool {
	rest, isAppMesh := strings.CutPrefix(name, "appmesh.")
	region, domain, _ := strings.Cut(rest, ".")
	switch domain {
	case "amazonaws.com", "amazonaws.com.cn", "api.aws":
		return isAppMesh && region != ""
	}
	return false
}

// lifetime is the validity of a certificate. It begins an hour before the creation, because
// clocks differ.
const lifetime = 365 * 24 * time.Hour

// authority is a CA that exists as long as the process, and the key of the certificates that
// it signs. The CA's private key is never written to a file.
type authority struct {
	ca           *x509.Certificate
	caKey, key   *ecdsa.PrivateKey
	since, until time.Time
}

func newAuthority(now time.Time) (*authority, error) {
	a := &authority{since: now.Add(-time.Hour), until: now.Add(lifetime)}
	var err, err2 error
	a.caKey, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	a.key, err2 = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err := cmp.Or(err, err2); err != nil {
		return nil, err
	}
	a.ca = &x509.Certificate{
		Subject: pkix.Name{CommonName: "appmesh-mock CA"}, NotBefore: a.since, NotAfter: a.until,
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign,
	}
	signed, err := a.sign(a.ca, &a.caKey.PublicKey)
	if err != nil {
		return nil, err
	}
	a.ca, err = x509.ParseCertificate(signed)
	return a, err
}

// pem returns the CA's certificate as PEM.
func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.ca.Raw})
}

// certificate returns a certificate for host names and addresses.
func (a *authority) certificate(names []string) (*tls.Certificate, error) {
	leaf := &x509.Certificate{
		Subject: pkix.Name{CommonName: "appmesh-mock"}, NotBefore: a.since, NotAfter: a.until,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, name)
		}
	}
	signed, err := a.sign(leaf, &a.key.PublicKey)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: a.key}, nil
}

// sign signs a certificate with a random serial number.
func (a *authority) sign(certificate *x509.Certificate, key *ecdsa.PublicKey) ([]byte, error) {
	serial := make([]byte, 16)
	if _, err := rand.Read(serial); err != nil {
		return nil, err
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and always of the same length
	certificate.SerialNumber = new(big.Int).SetBytes(serial)
	return x509.CreateCertificate(rand.Reader, certificate, a.ca, key, a.caKey)
}
