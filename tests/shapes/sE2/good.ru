# Allowed: an assertion rests on two spans.
INSERT DATA { pgd:fact-base-operator pg:evidencedBy pgd:span-base-275-279 }
