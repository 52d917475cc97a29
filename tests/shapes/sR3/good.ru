# Allowed: a term in use says that it is not deprecated.
INSERT DATA { pg:locatedIn owl:deprecated false }
