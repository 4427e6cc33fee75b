module main;
  reg [3:0] counter = 9;

  initial begin
    $display("before");
    if (counter > 8)
      $fatal(1, "the counter is %0d", counter);
    $display("after");
  end
endmodule
