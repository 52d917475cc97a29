# Broken: who leads the programme is responsible for it too.
DELETE DATA { pgd:fact-base-assignment-tech pg:assignedUnit pgd:unit-qingze-tech } ;
INSERT DATA { pgd:fact-base-assignment-tech pg:assignedUnit pgd:unit-qingze-office }
