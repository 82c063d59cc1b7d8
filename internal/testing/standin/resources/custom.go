package resources

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// isCustom tells the types of custom resources, which any may name as they like.
func isCustom(resourceType string) bool {
	return strings.HasPrefix(resourceType, "Custom::") || resourceType == "AWS::CloudFormation::CustomResource"
}

var errNoFunctions = errors.New("the stand-in runs no functions here, by which custom resources are made")

// validateCustom holds what all custom resources have in common.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
func validateCustom(properties Properties) error {
	if token, _ := properties["ServiceToken"].(string); token == "" {
		return says("Properties validation failed for a custom resource with message: [#: required key [ServiceToken] not found]")
	}
	if timeout := properties["ServiceTimeout"]; timeout != nil {
		if seconds, err := strconv.Atoi(fmt.Sprint(timeout)); err != nil || seconds < 1 || seconds > 3600 {
			return says("ServiceTimeout %v is not between 1 and 3600", timeout)
		}
	}
	return nil
}

// createCustom makes a custom resource, as its function answers.
func (w *World) createCustom(place Place, resourceType, name string, properties Properties) (*Resource, error) {
	if err := validateCustom(properties); err != nil {
		return nil, err
	}
	r := w.add(place, resourceType, name, properties)
	err := w.tell("Create", r, nil)
	if err != nil {
		w.remove(r)
		return nil, err
	}
	return r, nil
}

// updateCustom gives a custom resource other properties.
func (w *World) updateCustom(r *Resource, properties Properties) error {
	if err := validateCustom(properties); err != nil {
		return err
	}
	before := r.Properties
	w.model.Set(r.Resource, properties)
	if err := w.tell("Update", r, before); err != nil {
		w.model.Set(r.Resource, before)
		return err
	}
	return nil
}

// tell tells the function of a custom resource, and takes its answer.
func (w *World) tell(request string, r *Resource, before Properties) error {
	if w.Custom == nil {
		return errNoFunctions
	}
	id, data, err := w.Custom(request, r, before)
	if err != nil {
		return err
	}
	r.ID, r.data = id, data
	return nil
}
