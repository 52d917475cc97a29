# Broken: a park that is a company too.
INSERT DATA { pgd:park-baishi a pg:EnterpriseGroup }
