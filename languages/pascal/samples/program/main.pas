program main;
{ A binary search tree that counts how often each name was given. }

type
  PNode = ^TNode;
  TNode = record
    name: string;
    count: integer;
    left, right: PNode;
  end;

procedure add(var node: PNode; const name: string);
begin
  if node = nil then
  begin
    new(node);
    node^.name := name;
    node^.count := 1;
    node^.left := nil;
    node^.right := nil;
  end
  else if name < node^.name then
    add(node^.left, name)
  else if name > node^.name then
    add(node^.right, name)
  else
    inc(node^.count);
end;

procedure print(node: PNode);
begin
  if node = nil then
    exit;
  print(node^.left);
  writeln(node^.name, ' (', node^.count, ')');
  print(node^.right);
end;

function depth(node: PNode): integer;
var
  left, right: integer;
begin
  if node = nil then
    exit(0);
  left := depth(node^.left);
  right := depth(node^.right);
  if left > right then
    depth := left + 1
  else
    depth := right + 1;
end;

procedure forget(var node: PNode);
begin
  if node = nil then
    exit;
  forget(node^.left);
  forget(node^.right);
  dispose(node);
  node := nil;
end;

var
  root: PNode = nil;
  name: string;
begin
  while not eof do
  begin
    readln(name);
    add(root, name);
  end;
  print(root);
  writeln('depth ', depth(root));
  forget(root);
end.
