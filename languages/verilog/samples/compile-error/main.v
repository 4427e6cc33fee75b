module main;
  initial begin
    $display("one" "two";
  end
endmodule
