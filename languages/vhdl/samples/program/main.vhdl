-- A multiplier that shifts and adds, a bit of its first factor in each cycle, and a test bench that compares it with the
-- multiplication of the language. Standard input has two factors on each line.
library ieee;
use ieee.std_logic_1164.all;
use ieee.numeric_std.all;

entity multiplier is
  generic (width : positive := 8);
  port (
    clock, start : in std_logic;
    a, b : in unsigned(width - 1 downto 0);
    product : out unsigned(2 * width - 1 downto 0);
    done : out std_logic
  );
end entity;

architecture shift_and_add of multiplier is
  signal rest : unsigned(width - 1 downto 0) := (others => '0');
  signal addend, sum : unsigned(2 * width - 1 downto 0) := (others => '0');
begin
  product <= sum;
  done <= '1' when rest = 0 else '0';

  process (clock)
  begin
    if rising_edge(clock) then
      if start = '1' then
        rest <= a;
        addend <= resize(b, addend'length);
        sum <= (others => '0');
      else
        if rest(0) = '1' then
          sum <= sum + addend;
        end if;
        addend <= shift_left(addend, 1);
        rest <= shift_right(rest, 1);
      end if;
    end if;
  end process;
end architecture;

library ieee;
use ieee.std_logic_1164.all;
use ieee.numeric_std.all;
use std.textio.all;

entity main is
end entity;

architecture test of main is
  signal clock, start, done : std_logic := '0';
  signal a, b : unsigned(7 downto 0) := (others => '0');
  signal product : unsigned(15 downto 0);
begin
  design : entity work.multiplier
    generic map (width => 8)
    port map (clock, start, a, b, product, done);

  process
    variable text_line : line;
    variable left, right, cycles, count : natural := 0;

    procedure tick is
    begin
      clock <= '1';
      wait for 5 ns;
      clock <= '0';
      wait for 5 ns;
      cycles := cycles + 1;
    end procedure;
  begin
    while not endfile(input) loop
      readline(input, text_line);
      read(text_line, left);
      read(text_line, right);
      a <= to_unsigned(left, 8);
      b <= to_unsigned(right, 8);
      cycles := 0;
      start <= '1';
      tick;
      start <= '0';
      while done = '0' loop
        tick;
      end loop;
      assert product = left * right report "the product is wrong" severity failure;
      write(output, to_string(left) & " x " & to_string(right) & " = " & to_string(to_integer(product)) &
                    " in " & to_string(cycles) & " cycles" & LF);
      count := count + 1;
    end loop;
    write(output, to_string(count) & " products, all right" & LF);
    wait;
  end process;
end architecture;
