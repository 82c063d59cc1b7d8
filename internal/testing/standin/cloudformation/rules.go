package cloudformation

// rulesHold checks a template's rules.
func (s *scope) rulesHold() error {
	for name, rule := range s.Template.Rules {
		if rule.RuleCondition != nil {
			applies, err := s.Value(rule.RuleCondition)
			if err != nil {
				return err
			}
			if applies != true {
				continue
			}
		}
		for _, assertion := range rule.Assertions {
			holds, err := s.Value(assertion.Assert)
			if err != nil {
				return err
			}
			if holds != true {
				return says("Template error: rule %s: %s", name, assertion.AssertDescription)
			}
		}
	}
	return nil
}
