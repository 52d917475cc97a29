# Broken: a complete list announces one park and lists none.
DELETE DATA { pgd:fact-base-entry pg:onList pgd:list-base-registry }
