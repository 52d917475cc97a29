"""Queries that hurt, by kind; `URL` stands for a listener that must hear nothing.

Kinds: `time` never end by themselves; `memory` want more than there is; `nesting` overflow a stack that parses them;
`network` call out; `files` read what is not theirs.
"""

P = "?s ?p ?o"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"

TIME = {
    "count of a cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "sum over a cartesian product": f"SELECT (SUM(STRLEN(STR(?c))) AS ?n) {{ {CROSS} }}",
    "distinct over a cartesian product": f"SELECT (COUNT(DISTINCT ?l) AS ?n) {{ {CROSS} }}",
    "cartesian CONSTRUCT": f"CONSTRUCT {{ ?a ?b ?l }} WHERE {{ {CROSS} FILTER(STR(?a) = CONCAT(STR(?l), 'x')) }}",
    "filter that never holds": f"SELECT * {{ {CROSS} FILTER(STR(?a) = CONCAT(STR(?l), 'x')) }}",
    "nested EXISTS": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER EXISTS { ?d ?e ?f "
    "FILTER EXISTS { ?g ?h ?i FILTER(STR(?i) = CONCAT(STR(?a), STR(?f))) } } }",
    "VALUES cross product": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(str(n) for n in range(40))} }}" for i in range(7))
    + " }",
    "path of many steps": "SELECT (COUNT(*) AS ?n) { ?a " + "/".join(["(!<urn:x>|^<urn:y>)"] * 60) + " ?b }",
    "path closure over everything": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|!^<urn:x>)* ?b ; (!<urn:y>)* ?c }",
    "regular expression over a product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(STR(?c), '(a|b|ab)*c') }}",
    "ASK that looks everywhere": f"ASK {{ {CROSS} FILTER(CONCAT(STR(?a), STR(?d)) = CONCAT(STR(?l), 'x')) }}",
}

THREE = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
MEMORY = {
    "sort of a cartesian product": f"SELECT * {{ {THREE} }} ORDER BY ?i ?a ?d",
    "one long text": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?t) {{ {THREE} }}",
    "groups without end": f"SELECT ?a (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?a ?b ?c ?d ?e ?f ?g ?h ?i",
    "distinct rows without end": f"SELECT DISTINCT * {{ {THREE} FILTER(STR(?i) != STR(?a)) }} ORDER BY ?a",
}

NESTING = {
    "groups": "SELECT * " + "{" * 5000 + "}" * 5000,
    "EXISTS": "SELECT * { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * 2000 + "}" * 2001,
    "sub-selects": "SELECT * " + "{ SELECT * " * 3000 + f"{{ {P} }}" + "}" * 3000,
    "brackets": "SELECT * { ?s ?p ?o FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }",
    "not": "SELECT * { ?s ?p ?o FILTER(" + "!" * 20000 + "true) }",
    "minus": "SELECT * { ?s ?p ?o FILTER(" + "-" * 20000 + "1 = 1) }",
    "UNION": "SELECT * { {}" + "UNION{}" * 9000 + " }",
    "or": "SELECT * { ?s ?p ?o FILTER(1=1" + "||1=1" * 12000 + ") }",
    "and": "SELECT * { ?s ?p ?o FILTER(1=1" + "&&1=1" * 12000 + ") }",
    "BIND": "SELECT * { " + "".join(f"BIND({n} AS ?v{n}) " for n in range(6000)) + "}",
    "blank nodes": "SELECT * { ?s ?p " + "[ ?p " * 5000 + "1" + "]" * 5000 + " }",
    "collections": "SELECT * { ?s ?p " + "(" * 5000 + ")" * 5000 + " }",
    "path brackets": "SELECT * { ?s " + "(" * 5000 + "<urn:p>" + ")" * 5000 + " ?o }",
    "functions": "SELECT * { ?s ?p ?o FILTER(" + "STR(" * 6000 + "?o" + ")" * 6000 + " = '') }",
}

NETWORK = {
    "SERVICE": f"SELECT * {{ SERVICE <URL> {{ {P} }} }}",
    "SERVICE SILENT": f"SELECT * {{ SERVICE SILENT <URL> {{ {P} }} }}",
    "SERVICE by variable": f"SELECT * {{ BIND(<URL> AS ?u) SERVICE ?u {{ {P} }} }}",
    "SERVICE in OPTIONAL": f"SELECT * {{ {P} OPTIONAL {{ SERVICE SILENT <URL> {{ ?s ?p ?x }} }} }}",
    "SERVICE in MINUS": f"SELECT * {{ {P} MINUS {{ SERVICE SILENT <URL> {{ ?s ?p ?x }} }} }}",
    "SERVICE in EXISTS": f"SELECT * {{ {P} FILTER NOT EXISTS {{ SERVICE SILENT <URL> {{ ?s ?p ?x }} }} }}",
    "SERVICE by escape": f"SELECT * {{ \\u0053ERVICE <URL> {{ {P} }} }}",
    "SERVICE in small letters": f"select * {{ service silent <URL> {{ {P} }} }}",
    "SERVICE glued": f"SELECT * {{ SERVICE<URL>{{{P}}} }}",
    "SERVICE behind a comment": f"SELECT * {{ # SERVICE\n SERVICE SILENT <URL> {{ {P} }} }}",
    "SERVICE in a sub-select": f"SELECT * {{ {{ SELECT * {{ SERVICE <URL> {{ {P} }} }} }} }}",
}

FILES = {
    "FROM a file": f"SELECT * FROM <file:///etc/passwd> {{ {P} }}",
    "FROM NAMED a file": f"SELECT * FROM NAMED <file:///etc/passwd> {{ GRAPH ?g {{ {P} }} }}",
    "DESCRIBE a file": "DESCRIBE <file:///etc/passwd>",
}
