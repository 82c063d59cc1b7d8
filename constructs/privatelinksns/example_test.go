package privatelinksns_test

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinksns"
)

// The provider is told of each consumer that asks for a connection, or leaves.
func ExampleNewNotification() {
	stack, orders, _ := newPair(awscdk.NewApp(nil))

	notification := privatelinksns.NewNotification(stack, "Connections", &privatelinksns.NotificationProps{
		Service: orders,
		Events:  []privatelinksns.Event{privatelinksns.Connect, privatelinksns.Delete},
	})

	fmt.Println("a topic with a key of its own:", notification.Key != nil)
	// Output: a topic with a key of its own: true
}
