module main;
  string name;
  integer times;

  initial begin
    if (!$value$plusargs("name=%s", name)) name = "World";
    if (!$value$plusargs("times=%d", times)) times = 1;
    repeat (times)
      if ($test$plusargs("quietly")) $display("hello, %s", name);
      else $display("HELLO, %s", name);
  end
endmodule
