# Allowed: a unit of the province, whose jurisdiction holds the area of the plan.
DELETE DATA { pgd:fact-base-assignment-lead pg:assignedUnit pgd:unit-qingze-office } ;
INSERT DATA { pgd:fact-base-assignment-lead pg:assignedUnit pgd:unit-yunhai-data-bureau }
