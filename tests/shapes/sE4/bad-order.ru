# Broken: a span ends where it starts.
INSERT DATA { pgd:span-base-0-0 a pg:TextSpan ; oa:hasSource pgd:source-base ; oa:start 0 ; oa:end 0 ; oa:exact ""@zh }
