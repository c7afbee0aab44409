using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPortal.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class NumberBudgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PausedBy",
                table: "Connections",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "NumberBudgets",
                columns: table => new
                {
                    ConnectionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    OwnValues = table.Column<string>(type: "text", nullable: true),
                    Factor = table.Column<double>(type: "double precision", nullable: false),
                    WidenedAt = table.Column<long>(type: "bigint", nullable: true),
                    Strikes = table.Column<int>(type: "integer", nullable: false),
                    CooledUntil = table.Column<long>(type: "bigint", nullable: true),
                    LimitedAt = table.Column<long>(type: "bigint", nullable: true),
                    LimitCode = table.Column<int>(type: "integer", nullable: true),
                    OverrideUntil = table.Column<long>(type: "bigint", nullable: true),
                    OverrideBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    OverrideReason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NumberBudgets", x => x.ConnectionId);
                    table.ForeignKey(
                        name: "FK_NumberBudgets_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RequestCounts",
                columns: table => new
                {
                    ConnectionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Tally = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestCounts", x => x.ConnectionId);
                    table.ForeignKey(
                        name: "FK_RequestCounts_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "NumberBudgets");

            migrationBuilder.DropTable(
                name: "RequestCounts");

            migrationBuilder.DropColumn(
                name: "PausedBy",
                table: "Connections");
        }
    }
}
