# Broken: the lower tier receives more.
DELETE DATA { pgd:subsidy-base-growth pg:maxAmount 800000.0 ; pg:amountAsStated "80万元" } ;
INSERT DATA { pgd:subsidy-base-growth pg:maxAmount 4000000.0 ; pg:amountAsStated "400万元" }
