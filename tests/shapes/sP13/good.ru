# Allowed: both tiers receive the same.
DELETE DATA { pgd:subsidy-base-growth pg:maxAmount 800000.0 ; pg:amountAsStated "80万元" } ;
INSERT DATA { pgd:subsidy-base-growth pg:maxAmount 3000000.0 ; pg:amountAsStated "300万元" }
