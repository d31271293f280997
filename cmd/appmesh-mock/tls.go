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

// tlsConfig answers how TLS is spoken, nil if it is not.
func (s *settings) tlsConfig() (*tls.Config, error) {
	switch {
	case s.certFile != "":
		pair, err := tls.LoadX509KeyPair(s.certFile, s.keyFile)
		if err != nil {
			return nil, badUsage("--cert %s and --key %s cannot be used: %w", s.certFile, s.keyFile, err)
		}
		return &tls.Config{Certificates: []tls.Certificate{pair}}, nil
	case s.tls:
		return s.madeCertificate()
	}
	return nil, nil
}

// madeCertificate makes a CA and a certificate of it, and writes the CA where it is asked for.
func (s *settings) madeCertificate() (*tls.Config, error) {
	authority, err := newAuthority(time.Now())
	if err == nil && s.caFile != "" {
		if err := writeWhole(s.caFile, authority.pem()); err != nil {
			return nil, fmt.Errorf("cannot write the CA file: %w", err)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot make a certificate: %w", err)
	}
	names := []string{"localhost", "127.0.0.1", "::1"}
	if hostname, err := os.Hostname(); err == nil && hostname != "" {
		names = append(names, hostname) // what other containers know this one by
	}
	for _, a := range append(s.addrs.all, s.adminAddr) {
		if host := a.host(); host != "" && !slices.Contains(names, host) {
			names = append(names, host)
		}
	}
	return &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		asked := strings.ToLower(strings.TrimSuffix(hello.ServerName, "."))
		if !isEndpoint(asked) {
			return authority.certificate(names)
		}
		return authority.certificate(append(names[:len(names):len(names)], asked))
	}}, nil
}

// isEndpoint tells whether a name is one that AWS has for App Mesh in a region, of any partition.
// A wildcard stands for one label only, and not for the region in the middle: so the
// certificate is made for the name that is asked for.
func isEndpoint(name string) bool {
	rest, isAppMesh := strings.CutPrefix(name, "appmesh.")
	region, domain, _ := strings.Cut(rest, ".")
	switch domain {
	case "amazonaws.com", "amazonaws.com.cn", "api.aws":
		return isAppMesh && region != ""
	}
	return false
}

// lifetime is how long a certificate is valid, and an hour before: clocks differ.
const lifetime = 365 * 24 * time.Hour

// authority is a CA that lives as long as the program, and the key of what it certifies. Its
// own key never leaves the memory.
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

// pem answers the CA as a file has it.
func (a *authority) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.ca.Raw}))
}

// certificate answers a certificate for host names and addresses.
func (a *authority) certificate(names []string) (*tls.Certificate, error) {
	leaf := &x509.Certificate{
		Subject: pkix.Name{CommonName: "appmesh-mock"}, NotBefore: a.since, NotAfter: a.until,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
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

// sign signs a certificate with a serial number of its own.
func (a *authority) sign(certificate *x509.Certificate, key *ecdsa.PublicKey) ([]byte, error) {
	serial := make([]byte, 16)
	if _, err := rand.Read(serial); err != nil {
		return nil, err
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and of the same length always
	certificate.SerialNumber = new(big.Int).SetBytes(serial)
	return x509.CreateCertificate(rand.Reader, certificate, a.ca, key, a.caKey)
}
