// Package assembly reads what an app was synthesized to: the stacks of a cloud
// assembly with their templates, and what the expressions in these come to.
//
// A value of a template is known (a string, number, boolean, list or object), a
// [Reference] to a resource of the assembly, a [Text] in which such stand between
// known strings, or [Unknown], with the reason. Whoever evaluates says through a
// [Scope] what it knows of parameters and resources: a check at synthesis knows
// little of them, and who deploys knows them all.
package assembly
