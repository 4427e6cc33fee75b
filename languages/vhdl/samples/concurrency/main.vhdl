use std.textio.all;

entity main is
end entity;

architecture behaviour of main is
  type numbers is array (1 to 4) of integer;
  signal squares : numbers;
  signal start : boolean := false;
begin
  -- Four processes that wait for the same event.
  workers : for i in numbers'range generate
    process
    begin
      wait until start;
      squares(i) <= i * i after i * 1 ns;
    end process;
  end generate;

  process
    variable text_line : line;
  begin
    start <= true;
    wait for 10 ns;
    for i in numbers'range loop
      write(text_line, squares(i));
      if i < numbers'right then
        write(text_line, ' ');
      end if;
    end loop;
    writeline(output, text_line);
    wait;
  end process;
end architecture;
