local greetings = import 'greetings.libsonnet';

greetings.greet('Ada')
