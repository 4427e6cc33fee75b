#charset utf-8

int main()
{
  string line = utf8_to_string(Stdio.stdin->gets());
  write(string_to_utf8("naïve 日本語 🎉\n"));
  write(string_to_utf8(line + "\n"));
  write("%d\n", sizeof(line));
}
