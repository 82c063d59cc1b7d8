package cdk

import "github.com/aws/constructs-go/constructs/v10"

var (
	nodes = map[constructs.IConstruct]constructs.Node{}
	paths = map[constructs.Construct]string{}
)

// NodeOf is the node of a construct, for which jsii is asked once.
func NodeOf(construct constructs.IConstruct) constructs.Node {
	if nodes[construct] == nil {
		nodes[construct] = construct.Node()
	}
	return nodes[construct]
}

// PathOf is the path of a construct, for which jsii is asked once.
func PathOf(construct constructs.Construct) string {
	path, ok := paths[construct]
	if !ok {
		path = *NodeOf(construct).Path()
		paths[construct] = path
	}
	return path
}
