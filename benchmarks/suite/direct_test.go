//go:build direct

package suite

import _ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
