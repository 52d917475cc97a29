# Allowed: a whole number where a decimal is expected, and a kind of what the property is for.
DELETE DATA { pgd:subsidy-base-growth pg:maxAmount 800000.0 ; pg:currency "CNY" } ;
INSERT DATA { pgd:subsidy-base-growth pg:maxAmount 800000 ; pg:currency "USD" . pgd:enterprise-nanpu a pg:EnterpriseGroup }
