package privatelink

// IpAddressType says which IP addresses something has.
type IpAddressType string

const (
	// Ipv4 addresses alone.
	Ipv4 IpAddressType = "ipv4"
	// Ipv6 addresses alone.
	Ipv6 IpAddressType = "ipv6"
	// DualStack is both.
	DualStack IpAddressType = "dualstack"
)

func textsOf(types []IpAddressType) []string {
	var texts []string
	for _, t := range types {
		texts = append(texts, string(t))
	}
	return texts
}

func ipAddressTypesOf(texts []string) []IpAddressType {
	var types []IpAddressType
	for _, text := range texts {
		types = append(types, IpAddressType(text))
	}
	return types
}
