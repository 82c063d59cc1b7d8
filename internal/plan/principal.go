package plan

// Kinds of principals.
const (
	AccountPrincipal  = "account"
	RolePrincipal     = "role"
	UserPrincipal     = "user"
	ArnPrincipal      = "arn"
	ServicePrincipal  = "service"
	EveryonePrincipal = "everyone"
)

// Principal may create endpoints to the service.
type Principal struct {
	// Kind is empty for the zero value, which names nobody.
	Kind string
	// Account of an account, role or user.
	Account string
	// Name of a role or user, or of a service.
	Name string
	// Arn of an ARN principal.
	Arn string
}

// In is the principal as AWS::EC2::VPCEndpointServicePermissions takes it, in a
// partition.
func (p Principal) In(partition string) string {
	root := "arn:" + partition + ":iam::" + p.Account + ":"
	switch p.Kind {
	case AccountPrincipal:
		return root + "root"
	case RolePrincipal:
		return root + "role/" + p.Name
	case UserPrincipal:
		return root + "user/" + p.Name
	case ServicePrincipal:
		return p.Name
	case ArnPrincipal:
		return p.Arn
	default:
		return "*"
	}
}
