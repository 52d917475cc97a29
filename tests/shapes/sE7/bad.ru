# Broken: the relation that is asserted does not stand in the graph.
DELETE DATA { pgd:park-nanpu pg:operatedBy pgd:enterprise-nanpu }
