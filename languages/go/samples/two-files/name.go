package main

func name() string { return "Ada" }
