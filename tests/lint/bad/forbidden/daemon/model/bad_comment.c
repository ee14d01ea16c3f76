int n; // line comment
