package state

import (
	"fmt"
	"slices"
	"strings"
)

// Tenant is an account in a region. Tenants share nothing except the meshes that one
// account shares with another in the same region (rule 35).
type Tenant struct {
	Account string // twelve digits
	Region  string
}

// Key identifies a resource.
type Key struct {
	Kind   Kind
	Tenant Tenant    // the tenant of the mesh: its account is the mesh owner
	Names  [3]string // from the mesh inwards, the resource's own name last; unused ones are empty
}

// Name returns the resource's own name.
func (k Key) Name() string { return k.Names[k.Kind.Depth()-1] }

// Parent returns the key of the parent. For a mesh, the key has the zero Kind and only a
// tenant.
func (k Key) Parent() Key {
	parent := Key{Kind: k.Kind.Parent(), Tenant: k.Tenant}
	copy(parent.Names[:parent.Kind.Depth()], k.Names[:])
	return parent
}

// Mesh returns the key of the mesh that the resource is in.
func (k Key) Mesh() Key {
	return Key{Kind: Mesh, Tenant: k.Tenant, Names: [3]string{k.Names[0]}}
}

// Child returns the key of a resource whose parent is k.
func (k Key) Child(kind Kind, name string) Key {
	child := Key{Kind: kind, Tenant: k.Tenant, Names: k.Names}
	child.Names[kind.Depth()-1] = name
	return child
}

// isChildOf reports whether parent is the parent of k.
func (k *Key) isChildOf(parent Key) bool {
	depth := parent.Kind.Depth()
	return k.Tenant == parent.Tenant && slices.Equal(k.Names[:depth], parent.Names[:depth])
}

// String returns the kind and the names, such as `virtual node "shop/cart"`.
func (k Key) String() string {
	if k.Kind == 0 {
		return fmt.Sprintf("account %s in %s", k.Tenant.Account, k.Tenant.Region)
	}
	return fmt.Sprintf("%s %q", k.Kind.words(), strings.Join(k.Names[:k.Kind.Depth()], "/"))
}

// IsAccount reports whether s is an AWS account number: twelve digits.
func IsAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// Partition returns the partition of a region: aws, aws-cn or aws-us-gov.
func Partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}

// IsRegion reports whether s can be the name of a region: 1 to 32 lower-case letters,
// digits and hyphens.
func IsRegion(s string) bool {
	return 0 < len(s) && len(s) <= 32 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
