module main;
  reg clock = 0;
  integer squares[1:4];
  genvar g;

  // Four processes that wait for the same edge.
  generate
    for (g = 1; g <= 4; g = g + 1) begin : worker
      always @(posedge clock) squares[g] <= g * g;
    end
  endgenerate

  initial begin
    #1 clock = 1;
    #1 $display("%0d %0d %0d %0d", squares[1], squares[2], squares[3], squares[4]);
  end
endmodule
