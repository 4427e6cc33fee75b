MODULE main;

(* Words from standard input up to `end`, each once, in order, with how often it came: kept in a binary tree. *)

FROM Storage IMPORT ALLOCATE, DEALLOCATE;
FROM StrIO IMPORT ReadString, WriteString, WriteLn;
FROM StrLib IMPORT StrEqual;
FROM NumberIO IMPORT WriteCard;

TYPE
  Word = ARRAY [0..31] OF CHAR;
  Tree = POINTER TO Node;
  Node = RECORD
           word: Word;
           count: CARDINAL;
           left, right: Tree
         END;

VAR
  root: Tree;
  word: Word;

PROCEDURE Less (a, b: ARRAY OF CHAR): BOOLEAN;
VAR
  i: CARDINAL;
BEGIN
  i := 0;
  WHILE (i < HIGH (a)) AND (i < HIGH (b)) AND (a[i] = b[i]) AND (a[i] # 0C) DO
    INC (i)
  END;
  RETURN a[i] < b[i]
END Less;

PROCEDURE Insert (VAR tree: Tree; word: Word);
BEGIN
  IF tree = NIL THEN
    NEW (tree);
    tree^.word := word;
    tree^.count := 1;
    tree^.left := NIL;
    tree^.right := NIL
  ELSIF StrEqual (word, tree^.word) THEN
    INC (tree^.count)
  ELSIF Less (word, tree^.word) THEN
    Insert (tree^.left, word)
  ELSE
    Insert (tree^.right, word)
  END
END Insert;

PROCEDURE Depth (tree: Tree): CARDINAL;
VAR
  left, right: CARDINAL;
BEGIN
  IF tree = NIL THEN
    RETURN 0
  END;
  left := Depth (tree^.left);
  right := Depth (tree^.right);
  IF left > right THEN
    RETURN left + 1
  END;
  RETURN right + 1
END Depth;

PROCEDURE Show (tree: Tree);
BEGIN
  IF tree # NIL THEN
    Show (tree^.left);
    WriteCard (tree^.count, 2);
    WriteString (" ");
    WriteString (tree^.word);
    WriteLn;
    Show (tree^.right)
  END
END Show;

BEGIN
  root := NIL;
  LOOP
    ReadString (word);
    IF StrEqual (word, "end") THEN
      EXIT
    END;
    Insert (root, word)
  END;
  Show (root);
  WriteString ("depth ");
  WriteCard (Depth (root), 0);
  WriteLn
END main.
