module main;
  reg [3:0] a, b;
  wire [3:0] sum;
  wire carry;

  adder #(.WIDTH(4)) adder (.a(a), .b(b), .sum(sum), .carry(carry));

  initial begin
    a = 3; b = 4;
    #1 $display("%0d + %0d = %0d, carry %b", a, b, sum, carry);
    a = 9; b = 8;
    #1 $display("%0d + %0d = %0d, carry %b", a, b, sum, carry);
  end
endmodule
