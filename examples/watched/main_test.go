package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/exampletest"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestTemplates(t *testing.T) { exampletest.Templates(t, newStacks) }
