<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="/order">
    <xsl:if test="not(@customer)">
      <xsl:message terminate="yes">an order without a customer</xsl:message>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
