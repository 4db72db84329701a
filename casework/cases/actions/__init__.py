"""The verbs of a case. Each is one transaction of its caller's: policy, guard, change, trail."""
