# Allowed: a target of “all” without a number.
DELETE WHERE { pgd:target-base pg:comparator ?comparator ; pg:numericValue ?number } ;
INSERT DATA { pgd:target-base pg:comparator pgc:comparator-all }
