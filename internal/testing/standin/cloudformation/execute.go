package cloudformation

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// execution is a change set on its way.
type execution struct {
	*CloudFormation
	set   *ChangeSet
	stack *Stack
	scope *scope
	verb  string
	// before is the stack as it was; nil until it is what the template says.
	before *Stack
	// nested are executions of stacks nested in it.
	nested []*execution
	// undo takes back what was done, the last first.
	undo []func() error
	// obsolete were replaced, and go at the end.
	obsolete map[string]*resources.Resource
}

// Execute does what a change set says. Whether it went well the stack's status says.
func (c *CloudFormation) Execute(set *ChangeSet) error {
	if set.Status != "CREATE_COMPLETE" || set.Executed {
		return fmt.Errorf("ChangeSet [%s] cannot be executed in its current status of [%s]", set.ID, set.Status)
	}
	e := c.begin(set)
	if err := e.run(); err != nil {
		e.back(err)
		return nil
	}
	e.finish()
	return nil
}

// begin sets a change set on its way.
func (c *CloudFormation) begin(set *ChangeSet) *execution {
	set.Executed, set.Stack.Cause = true, nil
	set.Stack.changeSets = []*ChangeSet{set} // The others are of what was.
	e := &execution{
		CloudFormation: c, set: set, stack: set.Stack, scope: c.scope(set.Stack, set.template, set.parameters), verb: "UPDATE",
		obsolete: map[string]*resources.Resource{},
	}
	e.scope.resource = func(id string) *resources.Resource {
		if !e.present(id) {
			return nil
		}
		return e.stack.held[id]
	}
	switch {
	case set.imported != nil:
		e.verb = "IMPORT"
	case !set.Stack.exists():
		e.verb = "CREATE"
	}
	c.turns(e.stack, e.verb+"_IN_PROGRESS", "User Initiated")
	return e
}

// run makes the stack what the template says.
func (e *execution) run() error {
	outputs, err := e.forward()
	if err != nil {
		return err
	}
	before, set := *e.stack, e.set
	e.before = &before
	e.stack.template, e.stack.parameters, e.stack.Body = set.template, set.parameters, set.Body
	e.stack.Parameters, e.stack.Tags, e.stack.Outputs, e.stack.imports = set.Parameters, set.Tags, outputs, e.scope.imports
	e.stack.role = set.role
	return nil
}

// finish takes away what is no more needed, when nothing can fail any more: in nested
// stacks, too.
func (e *execution) finish() {
	e.tellReplaced()
	for _, inner := range e.nested {
		inner.finish()
		e.set.Changes = append(e.set.Changes, inner.set.Changes...)
	}
	if e.verb == "UPDATE" {
		e.turns(e.stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "")
		e.cleanUp(e.before.template)
	}
	e.turns(e.stack, e.verb+"_COMPLETE", "")
}

// tellReplaced adds what was only found out on the way: a reference may come to another
// value once what it names has been updated.
func (e *execution) tellReplaced() {
	for id, old := range e.obsolete {
		i := slices.IndexFunc(e.set.Changes, func(c Change) bool { return c.LogicalID == id })
		if i < 0 {
			e.set.Changes = append(e.set.Changes, Change{Action: "Modify", LogicalID: id, PhysicalID: old.ID, Type: old.Type})
			i = len(e.set.Changes) - 1
		}
		e.set.Changes[i].Replaces = true
	}
}

// forward makes and updates the resources in their order, and computes the outputs.
func (e *execution) forward() ([]StackOutput, error) {
	ordered, err := order(e.set.template, e.present, e.next)
	if err != nil {
		return nil, err
	}
	for _, id := range ordered {
		if err := e.apply(id); err != nil {
			return nil, err
		}
	}
	outputs, err := e.outputs()
	if err != nil {
		return nil, err
	}
	return outputs, e.exportsStay(outputs)
}

func (e *execution) present(id string) bool {
	resource, ok := e.set.template.Resources[id]
	if !ok || resource.Type == metadata {
		return false
	}
	is, err := e.scope.present(resource.Condition)
	return err == nil && is
}

// apply makes, updates or replaces one resource.
func (e *execution) apply(id string) error {
	resource := e.set.template.Resources[id]
	value, err := e.scope.Value(resource.Properties())
	if err != nil {
		return err
	}
	if !assembly.IsKnown(value) {
		return says("Template format error: Unresolved resource dependencies in %s: a condition leaves out what it refers to", id)
	}
	properties, held := asProperties(value), e.stack.held[id]
	if imported := e.set.imported[id]; imported != nil {
		return e.adopt(id, imported, properties)
	}
	changed := []string{}
	if held != nil {
		if changed = resources.Changed(e.stack.recorded(id, e.set.actual), properties); len(changed) == 0 {
			return nil
		}
	}
	if resource.Type == nestedType {
		return e.nest(id, held, properties)
	}
	if held != nil && !e.replaces(resource.Type, changed) {
		return e.update(id, held, properties)
	}
	made, err := e.World.Create(e.stack.Place, resource.Type, e.stack.Name+"-"+id, properties)
	if err != nil {
		e.happened(e.stack, id, resource.Type, "", "CREATE_FAILED", err.Error())
		return fmt.Errorf("%s: %w", id, err)
	}
	e.happened(e.stack, id, resource.Type, made.ID, "CREATE_COMPLETE", "")
	e.undo = append(e.undo, func() error {
		if resource.DeletionPolicy != "Retain" { // RetainExceptOnCreate is for this.
			if err := e.World.Delete(made); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
		}
		if held == nil {
			delete(e.stack.held, id)
		} else {
			e.stack.held[id] = held
		}
		return nil
	})
	if held != nil {
		e.obsolete[id] = held
		e.forget(id)
	}
	e.stack.held[id] = made
	return nil
}

func (e *execution) update(id string, held *resources.Resource, properties resources.Properties) error {
	before := held.Properties
	if err := e.World.Update(held, properties); err != nil {
		e.happened(e.stack, id, held.Type, held.ID, "UPDATE_FAILED", err.Error())
		return fmt.Errorf("%s: %w", id, err)
	}
	e.happened(e.stack, id, held.Type, held.ID, "UPDATE_COMPLETE", "")
	e.undo = append(e.undo, func() error { return e.World.Update(held, before) })
	e.forget(id)
	return nil
}

// cleanUp deletes what was replaced, and what the template has no more.
func (e *execution) cleanUp(before *assembly.Template) {
	ordered, err := order(before, func(string) bool { return true }, e.next)
	if err != nil {
		return // It was deployed.
	}
	for _, id := range slices.Backward(ordered) {
		resource, policy := e.obsolete[id], before.Resources[id].UpdateReplacePolicy
		if resource == nil {
			if e.stack.held[id] == nil || e.present(id) {
				continue
			}
			resource, policy = e.stack.held[id], before.Resources[id].DeletionPolicy
			delete(e.stack.held, id)
		}
		// CloudFormation tries, and leaves what it can't delete behind: the events tell.
		_ = e.discard(e.stack, id, resource, policy)
	}
}

// back takes everything back.
func (e *execution) back(because error) {
	status := map[string]string{"CREATE": "ROLLBACK", "UPDATE": "UPDATE_ROLLBACK", "IMPORT": "IMPORT_ROLLBACK"}[e.verb]
	if was := e.before; was != nil {
		e.stack.template, e.stack.parameters, e.stack.Body = was.template, was.parameters, was.Body
		e.stack.Parameters, e.stack.Tags, e.stack.Outputs, e.stack.imports = was.Parameters, was.Tags, was.Outputs, was.imports
		e.stack.role = was.role
	}
	e.stack.Cause = because
	e.turns(e.stack, status+"_IN_PROGRESS", because.Error())
	var failed error
	for _, undo := range slices.Backward(e.undo) {
		failed = errors.Join(failed, undo())
	}
	if failed != nil {
		if e.verb == "CREATE" {
			e.stack.template = e.set.template // To delete what is left by.
		}
		e.stack.Cause = errors.Join(because, failed)
		e.turns(e.stack, status+"_FAILED", failed.Error())
		return
	}
	e.turns(e.stack, status+"_COMPLETE", because.Error())
}

// outputs are computed once all resources are there.
func (e *execution) outputs() ([]StackOutput, error) {
	var outputs []StackOutput
	for _, key := range slices.Sorted(maps.Keys(e.set.template.Outputs)) {
		output := e.set.template.Outputs[key]
		if present, err := e.scope.present(output.Condition); err != nil || !present {
			if err != nil {
				return nil, err
			}
			continue
		}
		value, err := e.scope.Value(output.Value)
		if err != nil {
			return nil, err
		}
		if !assembly.IsKnown(value) {
			return nil, says("Template format error: Unresolved resource dependencies in the Outputs block of the template (%s)", key)
		}
		text, ok := assembly.Scalar(value)
		if !ok {
			return nil, says("Template format error: Output %s is malformed. The Value field of every Outputs member must evaluate to a String.", key)
		}
		one := StackOutput{Key: key, Value: text, Description: output.Description}
		if output.Export != nil {
			name, err := e.scope.Value(output.Export.Name)
			if err != nil {
				return nil, err
			}
			one.Export = fmt.Sprint(name)
			if by := e.exporter(one.Export); by != "" {
				return nil, says("Export with name %s is already exported by stack %s", one.Export, by)
			}
		}
		outputs = append(outputs, one)
	}
	return outputs, nil
}

// exporter is another stack that exports a name already.
func (e *execution) exporter(name string) string {
	for _, stack := range e.stacks {
		if stack == e.stack || stack.Place != e.stack.Place || !stack.exists() {
			continue
		}
		for _, output := range stack.Outputs {
			if output.Export == name {
				return stack.Name
			}
		}
	}
	return ""
}

// exportsStay: what others import can neither change nor go.
func (e *execution) exportsStay(outputs []StackOutput) error {
	for _, before := range e.stack.Outputs {
		users := e.importers(e.stack, before.Export)
		if before.Export == "" || len(users) == 0 {
			continue
		}
		stays := slices.ContainsFunc(outputs, func(after StackOutput) bool {
			return after.Export == before.Export && after.Value == before.Value
		})
		if !stays {
			return says("Export %s cannot be updated as it is in use by %s", before.Export, strings.Join(users, ", "))
		}
	}
	return nil
}
