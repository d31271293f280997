package model

import "testing"

func BenchmarkReadGateway(b *testing.B) {
	op, src := Lookup("CreateVirtualGateway"), Source{Body: gatewayBody}
	b.SetBytes(int64(len(gatewayBody)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := op.Read(everywhere, src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadCheckEncodeGateway(b *testing.B) {
	op, src := Lookup("CreateVirtualGateway"), Source{Body: gatewayBody}
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		in, err := op.Read(everywhere, src)
		if err != nil {
			b.Fatal(err)
		}
		spec := in.Spec()
		if broken := spec.Check(always); broken != nil {
			b.Fatal(broken)
		}
		spec.ApplyDefaults()
		dst = Encode(dst[:0], spec, false)
	}
}

func BenchmarkEncodeGateway(b *testing.B) {
	in, err := read("CreateVirtualGateway", gatewayBody)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		dst = Encode(dst[:0], in.Spec(), false)
	}
}

func BenchmarkReadDescribe(b *testing.B) {
	op, src := Lookup("DescribeVirtualGateway"), Source{}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := op.Read(everywhere, src); err != nil {
			b.Fatal(err)
		}
	}
}
