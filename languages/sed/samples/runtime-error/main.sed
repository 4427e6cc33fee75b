s/a/b/
K
