# Allowed: neither does that of a deprecated assertion.
DELETE DATA { pgd:park-nanpu pg:operatedBy pgd:enterprise-nanpu } ;
INSERT DATA { pgd:fact-base-operator pg:assertionRank pgc:rank-deprecated }
