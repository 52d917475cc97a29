# Broken: an amount of nought in a currency that is spelt out.
DELETE DATA { pgd:subsidy-base-growth pg:maxAmount 800000.0 ; pg:amountAsStated "80万元" ; pg:currency "CNY" } ;
INSERT DATA { pgd:subsidy-base-growth pg:maxAmount 0.0 ; pg:amountAsStated "0元" ; pg:currency "人民币" }
