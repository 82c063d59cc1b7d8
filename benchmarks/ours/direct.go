//go:build direct

package main

import _ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
