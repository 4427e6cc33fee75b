import 'dart:io';

void main() {
  var count = 0, sum = 0;
  for (var line = stdin.readLineSync(); line != null; line = stdin.readLineSync()) {
    count++;
    sum += int.parse(line);
  }
  print('$count numbers, sum $sum');
}
