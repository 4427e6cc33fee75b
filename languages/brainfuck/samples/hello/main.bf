Set the cells 1 to 4 to 70 and 100 and 30 and 10
++++++++++[>+++++++>++++++++++>+++>+<<<<-]
H and ello    >++. >+. +++++++.. +++.
comma         >++++++++++++++.
blank         ------------.
World         <<+++++++++++++++. >. +++. ------. --------.
exclamation   >+.
end of line   >.
