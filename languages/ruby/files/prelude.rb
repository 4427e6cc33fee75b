# What Ruby loads at every start, loaded when it is first needed instead: RubyGems, and the helpers of error messages.
Object.autoload(:Gem, 'rubygems')

module Kernel
  plain_require = instance_method(:require)
  has_gems = false

  define_method(:require) do |path|
    plain_require.bind_call(self, path)
  rescue LoadError => error
    raise if has_gems || error.path != path

    has_gems = true
    plain_require.bind_call(self, 'rubygems')
    require(path)
  end
  private :require

  def gem(...)
    Kernel.send(:remove_method, :gem)
    require 'rubygems'
    gem(...)
  end
  private :gem
end

at_exit do
  case $!
  when nil, SystemExit, SignalException then nil
  else
    require 'error_highlight'
    require 'did_you_mean'
  end
end
