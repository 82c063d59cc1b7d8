package cloudformation

import "fmt"

// rulesHold checks a template's rules.
func (s scope) rulesHold() error {
	for name, rule := range s.template.Rules {
		if rule.RuleCondition != nil {
			applies, err := s.value(rule.RuleCondition)
			if err != nil {
				return err
			}
			if applies != true {
				continue
			}
		}
		for _, assertion := range rule.Assertions {
			holds, err := s.value(assertion.Assert)
			if err != nil {
				return err
			}
			if holds != true {
				return fmt.Errorf("Template error: rule %s: %s", name, assertion.AssertDescription)
			}
		}
	}
	return nil
}
