# Allowed: a company that is a group too.
INSERT DATA { pgd:enterprise-nanpu a pg:EnterpriseGroup }
