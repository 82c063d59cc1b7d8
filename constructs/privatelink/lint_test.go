package privatelink_test

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/lint"
)

func TestLint(t *testing.T) { lint.Templates(t) }
