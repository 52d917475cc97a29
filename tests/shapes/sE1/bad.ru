# Broken: a relation that needs evidence stands without an assertion.
INSERT DATA { pgd:park-baishi pg:operatedBy pgd:enterprise-nanpu }
