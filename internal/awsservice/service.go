// Package awsservice knows AWS's own services that have interface endpoints: how they are
// named and which port they are called on.
package awsservice

import (
	"cmp"
	"slices"
)

// Service is one of AWS's own services.
type Service struct {
	// ShortName follows the Region in the service's name.
	ShortName string
	// Owner precedes the Region, where it isn't com.amazonaws.
	Owner string
	// IsGlobal: the name has no Region.
	IsGlobal bool
	// Port that the service is called on, where it isn't 443.
	Port int
}

// Others are those that the CDK doesn't know.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
var Others = []Service{
	{ShortName: "cloudfront", IsGlobal: true},
	{ShortName: "route53", IsGlobal: true},
}

// Of is the service of a short name. One that isn't known is named and called as most are.
func Of(shortName string) Service {
	for _, service := range slices.Concat(known, Others) {
		if service.ShortName == shortName {
			return service
		}
	}
	return Service{ShortName: shortName}
}

// Name is the service's name in a Region.
func (s Service) Name(region string) string {
	owner := cmp.Or(s.Owner, "com.amazonaws")
	if s.IsGlobal {
		return owner + "." + s.ShortName
	}
	return owner + "." + region + "." + s.ShortName
}

// Nearest are the short names that are nearest to one: that alone if it is known.
func Nearest(shortName string) []string {
	var nearest []string
	least := len(shortName)
	for _, service := range slices.Concat(known, Others) {
		d := distance(shortName, service.ShortName)
		if d < least {
			nearest, least = nil, d
		}
		if d == least {
			nearest = append(nearest, service.ShortName)
		}
	}
	return nearest
}

// distance is how many letters are added, left out, changed or swapped with the next.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			changed := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
