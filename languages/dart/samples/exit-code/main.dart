import 'dart:io';

void main() {
  print('before');
  exitCode = 3;
}
